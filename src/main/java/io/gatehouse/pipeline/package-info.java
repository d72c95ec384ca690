/** What is recomputed for which change, and published: the only caller of translate and envoy. */
package io.gatehouse.pipeline;
