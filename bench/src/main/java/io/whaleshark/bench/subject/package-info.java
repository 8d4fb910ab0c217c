/// The server that is measured, and what its processes cost.
@NullMarked
package io.whaleshark.bench.subject;

import org.jspecify.annotations.NullMarked;
