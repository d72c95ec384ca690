/** Manifests in a directory as a source of objects. */
package io.gatehouse.files;
