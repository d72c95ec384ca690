/** Spring Boot main class, wiring, properties. */
package io.gatehouse.app;
