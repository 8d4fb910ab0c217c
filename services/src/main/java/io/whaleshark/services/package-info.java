/// PostgreSQL and Redis servers that Whale Shark starts for itself: on a folder of their own, on
/// the loopback, ended with whoever started them. For trying a cluster on one machine and for
/// tests; a cluster that people depend on uses servers that its operators run.
///
/// ```
/// FOLDER
/// ├── postgres/data      the database cluster, made by initdb
/// ├── postgres/password  of the user "whaleshark", for its owner alone
/// ├── postgres/log
/// ├── redis/             dump, append-only file, password, log
/// ```
///
/// The programs are the system's packages: [Programs] finds them, and says what to install where
/// one is missing.
@NullMarked
package io.whaleshark.services;

import org.jspecify.annotations.NullMarked;
