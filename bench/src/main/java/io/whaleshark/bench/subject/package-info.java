/// The measured server, and the cost of its processes.
@NullMarked
package io.whaleshark.bench.subject;

import org.jspecify.annotations.NullMarked;
