/** What the benchmark starts, writes to and reads figures from. */
package io.gatehouse.bench.lab;
