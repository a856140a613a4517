/** The sample of podnet-junit's README: a small replicated service, and the test that its author would write. */
package io.podnet.e2e.junit.register;
