/** Measures Gatehouse from the outside: as an API server, Envoys and clients meet it. */
package io.gatehouse.bench;
