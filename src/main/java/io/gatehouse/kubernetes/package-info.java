/** Everything that speaks to a Kubernetes API. */
package io.gatehouse.kubernetes;
