/// What was measured, shown to people, to programs, and as a picture.
@NullMarked
package io.whaleshark.bench.report;

import org.jspecify.annotations.NullMarked;
