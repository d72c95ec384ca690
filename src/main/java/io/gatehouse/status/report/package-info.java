/** What a user is told: pure functions from a {@code Board} to records that read as JSON. */
package io.gatehouse.status.report;
