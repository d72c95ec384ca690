/**
 * Streams: who is connected, what is subscribed, sent, acknowledged and refused. Resources are
 * (type, name, version, bytes, origin) here, never Envoy messages.
 */
package io.gatehouse.xds;
