/** What is measured: a class a table. */
package io.gatehouse.bench.rows;
