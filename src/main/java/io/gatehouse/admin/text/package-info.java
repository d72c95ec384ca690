/** The same answers as tables, for {@code Accept: text/plain}. */
package io.gatehouse.admin.text;
