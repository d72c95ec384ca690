/**
 * What is wrong (or worth knowing), where, and what to do: the one vocabulary in which every room
 * reports to users.
 */
package io.gatehouse.finding;
