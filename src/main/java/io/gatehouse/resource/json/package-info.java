/**
 * Reads JSON objects field by field: what has the wrong type, what is not supported and what is not
 * a field at all becomes a finding that names it.
 */
package io.gatehouse.resource.json;
