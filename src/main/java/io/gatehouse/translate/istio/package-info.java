/**
 * Istio's Gateways and VirtualServices to the model, in Istio's order of precedence. What differs
 * from Istio, so that a bad object costs only itself, says so where it stands.
 */
package io.gatehouse.translate.istio;
