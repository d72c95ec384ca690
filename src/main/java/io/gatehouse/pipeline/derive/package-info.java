/**
 * What is made of the objects for each group of proxies, by key, and what each value depends on: a
 * change is followed to what depends on it, level by level, and ends where a value stays equal.
 *
 * <p>The levels: servers on ports, and the routes of each VirtualService; filter chains; route
 * configurations; clusters, endpoints, credentials and listeners.
 */
package io.gatehouse.pipeline.derive;
