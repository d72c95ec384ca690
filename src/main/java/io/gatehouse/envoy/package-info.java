/** Model to Envoy protobuf: pure, a file a type. */
package io.gatehouse.envoy;
