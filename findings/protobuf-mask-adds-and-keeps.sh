#!/usr/bin/env bash
# protobuf-java-util: an update of a room by a field mask adds to its list of pins instead of setting it, and cannot take its topic away.
#
# With:  com.google.protobuf:protobuf-java-util 4.33.1 from Maven Central; Java 17 or newer, Maven. Seen on 2026-12-01.
# Guess: the mask names the fields that are to be as in the update, as in a PATCH: a list is set, what is not in the update is cleared, and
#        the same update twice is the same as once, so a client may try again.
# Seen:  FieldMaskUtil.merge does so with the name alone, a text. The pins of the update are put behind those that are there, and with each
#        further try once more; no pin is ever removed. The topic, a message, is merged: one that is empty in the update, or
#        missing, leaves all of it. The mask is the same for all three, there's no error, and the room looks right after a first update.
#        The comment of the type FieldMask says so; the guides for APIs with masks, of the same house, say the contrary. Options for
#        the merge change it, one for each kind of field.
# So:    give replaceRepeatedFields and replaceMessageFields whenever a mask comes from a client, and test an update that removes
#        something, and one that comes twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.google.protobuf</groupId><artifactId>protobuf-java-util</artifactId><version>4.33.1</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.JsonFormat;

class Probe {
  static Descriptor room;

  public static void main(String[] arguments) throws Exception {
    FileDescriptorProto file = FileDescriptorProto.newBuilder().setSyntax("proto3")
        .addMessageType(DescriptorProto.newBuilder().setName("Topic").addField(text("text", 1)).addField(text("by", 2)))
        .addMessageType(DescriptorProto.newBuilder().setName("Room").addField(text("name", 1))
            .addField(text("pins", 2).setLabel(Label.LABEL_REPEATED))
            .addField(text("topic", 3).setType(Type.TYPE_MESSAGE).setTypeName("Topic")))
        .build();
    room = FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Room");

    FieldMaskUtil.MergeOptions byDefault = new FieldMaskUtil.MergeOptions();
    update("set", byDefault, 1, "{ name: 'crew', pins: ['m2', 'm3'], topic: { text: 'lunch' } }");
    update("set, tried three times", byDefault, 3, "{ name: 'crew', pins: ['m2', 'm3'], topic: { text: 'lunch' } }");
    update("clear", byDefault, 1, "{ }");
    FieldMaskUtil.MergeOptions replace =
        new FieldMaskUtil.MergeOptions().setReplaceRepeatedFields(true).setReplaceMessageFields(true);
    update("replace, tried three times", replace, 3, "{ name: 'crew', pins: ['m2', 'm3'], topic: { text: 'lunch' } }");
    update("replace, clear", replace, 1, "{ }");
  }

  static FieldDescriptorProto.Builder text(String name, int number) {
    return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setType(Type.TYPE_STRING);
  }

  static DynamicMessage read(String json) throws Exception {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(room);
    JsonFormat.parser().merge(json, message);
    return message.build();
  }

  static void update(String what, FieldMaskUtil.MergeOptions options, int times, String json) throws Exception {
    DynamicMessage.Builder stored = read("{ name: 'team', pins: ['m1', 'm2'], topic: { text: 'tea', by: 'ann' } }").toBuilder();
    FieldMask mask = FieldMaskUtil.fromString("name,pins,topic");
    for (int time = 0; time < times; time++) {
      FieldMaskUtil.merge(mask, read(json), stored, options);
    }
    System.out.println(what + ": " + JsonFormat.printer().omittingInsignificantWhitespace().print(stored));
  }
}
EOF
timeout 50 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
set: {"name":"crew","pins":["m1","m2","m2","m3"],"topic":{"text":"lunch","by":"ann"}}
set, tried three times: {"name":"crew","pins":["m1","m2","m2","m3","m2","m3","m2","m3"],"topic":{"text":"lunch","by":"ann"}}
clear: {"pins":["m1","m2"],"topic":{"text":"tea","by":"ann"}}
replace, tried three times: {"name":"crew","pins":["m2","m3"],"topic":{"text":"lunch"}}
replace, clear: {}
EOF
diff expected seen && echo "as noted"
