/// Settings: a YAML file, overridden by environment variables, checked once at the start.
///
/// One naming rule applies: the key `tcp-port` in the file is `WHALESHARK_TCP_PORT` in the
/// environment, and `apps: 10001: retention:` is `WHALESHARK_APPS_10001_RETENTION`.
///
/// [ServerConfig] has them all, [EngineConfig] those of the chosen engine, [AppConfig] those of an
/// app.
@NullMarked
package io.whaleshark.server.config;

import org.jspecify.annotations.NullMarked;
