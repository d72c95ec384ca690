/**
 * Istio's Gateway and VirtualService ({@code networking.istio.io}), as far as Gatehouse honours
 * them.
 */
package io.gatehouse.resource.istio;
