/** Offline commands: what the running server would make of a directory of manifests. */
package io.gatehouse.cli;
