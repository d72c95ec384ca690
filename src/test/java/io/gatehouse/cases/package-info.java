/**
 * Golden cases: a directory a behaviour, its input and everything that comes of it, under {@code
 * src/test/resources/cases}.
 *
 * <p>{@code mvn test -Dtest=GoldenCasesTest -Dgolden.update=true} rewrites what is expected; read
 * the difference before committing it.
 */
package io.gatehouse.cases;
