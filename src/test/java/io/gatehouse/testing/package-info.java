/** What tests of several rooms share. */
package io.gatehouse.testing;
