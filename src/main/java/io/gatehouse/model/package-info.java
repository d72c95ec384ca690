/**
 * What an Envoy shall do, as plain records: names and fingerprints, never key bytes, each with the
 * object and field it comes from. Every list is in its final order.
 */
package io.gatehouse.model;
