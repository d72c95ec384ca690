/** The immutable view of all objects, how sources change it, and which keys changed. */
package io.gatehouse.view;
