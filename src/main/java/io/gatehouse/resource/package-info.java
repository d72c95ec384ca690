/**
 * The objects users write, as immutable records, and how they are read from JSON. What does not
 * parse becomes findings.
 */
package io.gatehouse.resource;
