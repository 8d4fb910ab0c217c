package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.OutputOptions;
import io.whaleshark.cli.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Reads a server that speaks XMPP.
@Command(
    name = "xmpp",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a file of the archives of ejabberd or Prosody, as docs/convert.md describes:",
      "  ./whaleshark convert xmpp chats.jsonl --config xmpp.yaml",
      "Each user is logged in as themselves. A reader enters the rooms as whaleshark-archive,"
          + " which",
      "others there can see. Otherwise it changes nothing on the server."
    },
    footer = {
      "",
      "Exit codes: 0 everything is in the file, 1 something is not, or it failed, 2 wrong usage."
    })
public final class XmppCommand implements Callable<Integer> {

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server, its users and rooms, in YAML (no default).")
  private @Nullable Path config;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  /// @param clock tells times in the future
  public XmppCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (config == null) {
      throw Usage.wrong(spec, "--config: missing (expected: --config FILE)");
    }
    output.require(spec);
    XmppConfig settings = XmppConfig.read(config);
    return output.run(spec, new XmppConversion(settings, clock, spec.commandLine().getOut())::run);
  }
}
