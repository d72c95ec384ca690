/** Envoy's resources as people may see them: in Envoy's JSON, without what is secret. */
package io.gatehouse.admin.dump;
