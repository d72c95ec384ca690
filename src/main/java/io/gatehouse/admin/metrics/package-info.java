/** Figures for monitors. Names are stable; labels are bounded by what is served. */
package io.gatehouse.admin.metrics;
