/** The REST interface under {@code /api/v1}. */
package io.gatehouse.admin.rest;
