#!/usr/bin/env bash
# grpc-js: when a server ends a stream of messages with "going away", who reads slowly loses messages that have arrived long ago.
#
# With:  @grpc/grpc-js 1.14.7 from npm, Node.js 20 or newer; to compare, io.grpc:grpc-okhttp and grpc-stub 1.76.0 from Maven Central,
#        Java 17 or newer, Maven. Seen on 2026-12-01.
# Guess: a status ends a stream: it comes behind the messages, on the wire and for the reader. "for await" gives all messages of the stream,
#        at the reader's own speed, and then throws what the status says. So it is when the status is OK.
# Seen:  with any other status grpc-js throws away what its reader has not taken yet. A reader that needs two milliseconds for a message (it
#        stores it) gets some dozens of 500, one that takes them at once gets all, and so it is if the server waits 300 ms before it
#        says goodbye. Nothing but the error tells of it, and the error is the same. A client in Java gets all 500 of the same server.
# So:    a server that shuts down, or ends an old login, cuts the history of slow clients short. A server that has written a message
#        must not count it as delivered, a client asks again from the last sequence that it has stored, not from what the server
#        promised to send, and a goodbye is better a message of its own, before an OK.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @grpc/grpc-js@1.14.7 >/dev/null
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.grpc</groupId><artifactId>grpc-okhttp</artifactId><version>1.76.0</version></dependency>
    <dependency><groupId>io.grpc</groupId><artifactId>grpc-stub</artifactId><version>1.76.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

class Probe {
  static final MethodDescriptor.Marshaller<String> TEXT = new MethodDescriptor.Marshaller<>() {
    @Override public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes());
    }

    @Override public String parse(InputStream text) {
      try {
        return new String(text.readAllBytes());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  };

  public static void main(String[] arguments) throws InterruptedException {
    ManagedChannel channel = OkHttpChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(arguments[0])).usePlaintext().build();
    MethodDescriptor<String, String> history = MethodDescriptor.<String, String>newBuilder(TEXT, TEXT)
        .setType(MethodDescriptor.MethodType.SERVER_STREAMING).setFullMethodName("chat/History").build();
    Iterator<String> messages = ClientCalls.blockingServerStreamingCall(channel, history, CallOptions.DEFAULT, "ABORTED");
    int got = 0;
    try {
      while (messages.hasNext()) {
        messages.next();
        got++;
        Thread.sleep(2);
      }
    } catch (StatusRuntimeException ended) {
      System.out.println("ABORTED, read slowly in Java: " + got + " of 500, then " + ended.getStatus().getCode());
    }
    channel.shutdownNow();
  }
}
EOF
cat >probe.mjs <<'EOF'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import grpc from '@grpc/grpc-js';

const write = (text) => Buffer.from(text);
const read = (bytes) => bytes.toString();
const service = {
  history: {
    path: '/chat/History', requestStream: false, responseStream: true,
    requestSerialize: write, requestDeserialize: read, responseSerialize: write, responseDeserialize: read,
  },
};
const server = new grpc.Server();
server.addService(service, {
  async history(call) {
    const [status, wait] = call.request.split(' after ');
    for (let sequence = 1; sequence <= 500; sequence++) {
      call.write(`message ${sequence}`);
    }
    await pause(Number(wait ?? 0));
    if (status === 'OK') {
      call.end();
    } else {
      call.emit('error', { code: grpc.status[status], details: 'going away' });
    }
  },
});
const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0', grpc.ServerCredentials.createInsecure());

const Chat = grpc.makeGenericClientConstructor(service, 'chat');
const chat = new Chat(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
async function probe(end, how, work) {
  let got = 0;
  let then = 'the end';
  try {
    for await (const message of chat.history(end)) {
      got++;
      await work(message);
    }
  } catch ({ code }) {
    then = grpc.status[code];
  }
  console.log(`${end}, read ${how}: ${got > 250 ? got : 'less than half'} of 500, then ${then}`);
}

const store = () => pause(2);
await probe('OK', 'slowly', store);
await probe('ABORTED', 'at once', () => {});
await probe('ABORTED', 'slowly', store);
await probe('UNAVAILABLE', 'slowly', store);
await probe('ABORTED after 300', 'slowly', store);
await once(spawn('java', ['-cp', 'lib/*', 'Probe.java', String(port)], { stdio: 'inherit' }), 'exit');
process.exit(0);
EOF
timeout 50 node probe.mjs >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
OK, read slowly: 500 of 500, then the end
ABORTED, read at once: 500 of 500, then ABORTED
ABORTED, read slowly: less than half of 500, then ABORTED
UNAVAILABLE, read slowly: less than half of 500, then UNAVAILABLE
ABORTED after 300, read slowly: less than half of 500, then ABORTED
ABORTED, read slowly in Java: 500 of 500, then ABORTED
EOF
diff expected seen && echo "as noted"
