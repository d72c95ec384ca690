/** Kubernetes' own objects: Secret, ConfigMap, Service, EndpointSlice, Pod. */
package io.gatehouse.resource.core;
