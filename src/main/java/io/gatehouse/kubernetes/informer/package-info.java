/**
 * Reads objects from a Kubernetes API and keeps up with them.
 *
 * <p>The lists and watches are our own, on the requests and credentials of Kubernetes' Java client:
 * its informers read whole typed lists (one malformed object fails them all) without pages, read
 * everything anew after each broken connection, quote answers in their log, do not tell where the
 * first list ends, and take four threads a kind and namespace.
 */
package io.gatehouse.kubernetes.informer;
