/**
 * Pure functions: view, credentials and a group of proxies in, model and findings out. No clock, no
 * I/O, no Spring, no protobuf.
 */
package io.gatehouse.translate;
