/// What operators see: Prometheus metrics of the lane, the gateway and the process. Described in
/// `docs/operations.md`.
@NullMarked
package io.whaleshark.server.metrics;

import org.jspecify.annotations.NullMarked;
