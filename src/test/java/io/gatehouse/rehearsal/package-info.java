/**
 * What a run of the program meets, played: objects, an Envoy, the first change of each kind. The
 * build plays it to learn which classes that takes.
 */
package io.gatehouse.rehearsal;
