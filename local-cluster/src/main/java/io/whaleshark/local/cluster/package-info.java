/// `./whaleshark cluster`: PostgreSQL, Redis and some nodes, each a process of this machine, on a
/// folder of their own. To try a cluster, and to see that nothing is lost when parts of it are
/// killed.
///
/// ```
/// FOLDER
/// ├── postgres/      the database, its password, its log
/// ├── redis/         what it has written, its password, its log
/// ├── node-1/log     what the first node had to say
/// ├── node-2/log
/// ```
///
/// [Main] reads the command line, [LocalCluster] starts and ends everything, [Trial] kills parts of
/// it while a [company][io.whaleshark.local.cluster.load.Company] talks.
@NullMarked
package io.whaleshark.local.cluster;

import org.jspecify.annotations.NullMarked;
