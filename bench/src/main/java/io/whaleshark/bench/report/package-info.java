/// Reports of results: for people, for programs, and as a plot.
@NullMarked
package io.whaleshark.bench.report;

import org.jspecify.annotations.NullMarked;
