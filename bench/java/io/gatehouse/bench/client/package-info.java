/**
 * Simulated Envoys. They subscribe in Envoy's order, acknowledge everything, and look at no more of
 * a resource than what it makes Envoy ask for and which marks it bears.
 */
package io.gatehouse.bench.client;
