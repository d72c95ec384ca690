/** Kubernetes' own objects: Secret, Service, EndpointSlice. */
package io.gatehouse.resource.core;
