/// What is measured: one command for each scenario, which says what devices do, what is counted and
/// what is verified.
@NullMarked
package io.whaleshark.bench.scenario;

import org.jspecify.annotations.NullMarked;
