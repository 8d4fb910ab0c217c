/// What an operator is told of the servers that a node needs: at its start, and by `doctor`.
@NullMarked
package io.whaleshark.engine.cluster.health;

import org.jspecify.annotations.NullMarked;
