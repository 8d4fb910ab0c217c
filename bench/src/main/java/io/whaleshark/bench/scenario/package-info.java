/// The scenarios: one command each, which defines what devices do, what is counted and what is
/// verified.
@NullMarked
package io.whaleshark.bench.scenario;

import org.jspecify.annotations.NullMarked;
