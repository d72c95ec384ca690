/** Valid objects, damaged at random, on their whole way to a real Envoy. */
package io.gatehouse.mutation;
