/** Findings and acknowledgements become what a user is told. */
package io.gatehouse.status;
