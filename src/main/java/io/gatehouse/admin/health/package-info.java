/** Whether this process is fit to serve Envoys. */
package io.gatehouse.admin.health;
