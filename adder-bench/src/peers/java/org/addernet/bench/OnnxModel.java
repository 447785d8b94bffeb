package org.addernet.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes an ONNX model, a protocol buffer, with as much of the format as a benchmark needs.
 *
 * <p>The numbers of the fields are those of onnx.proto3: a message is a sequence of fields, each a number, a type and a value.
 */
final class OnnxModel {

    private static final int FLOAT = 1;
    private static final int INT64 = 7; // of a tensor; the types of attributes have other numbers
    private static final int INT = 2;
    private static final int INTS = 7;
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;

    private final Message graph = new Message().text(2, "layer");

    /** Adds an input of floats. */
    OnnxModel input(String name, long... shape) {
        graph.message(11, value(name, shape));
        return this;
    }

    /** Adds an output of floats. */
    OnnxModel output(String name, long... shape) {
        graph.message(12, value(name, shape));
        return this;
    }

    /** Adds a constant. */
    OnnxModel floats(String name, float[] values, long... shape) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return constant(name, FLOAT, data, shape);
    }

    /** Adds a constant vector. */
    OnnxModel longs(String name, long... values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return constant(name, INT64, data, values.length);
    }

    /**
     * Adds an operation with one output; the inputs are names, separated by spaces. An attribute of one number is an integer,
     * of more a list.
     */
    OnnxModel node(String type, String inputs, String output, Map<String, long[]> attributes) {
        Message node = new Message();
        for (String input : inputs.split(" ", -1)) {
            node.text(1, input);
        }
        node.text(2, output).text(4, type);
        attributes.forEach((name, values) -> {
            boolean list = values.length > 1;
            Message attribute = new Message().text(1, name).number(20, list ? INTS : INT);
            for (long value : values) {
                attribute.number(list ? 8 : 3, value);
            }
            node.message(5, attribute);
        });
        graph.message(1, node);
        return this;
    }

    /** Returns the file. */
    byte[] bytes() {
        return new Message()
                .number(1, IR_VERSION)
                .message(8, new Message().number(2, OPERATOR_SET))
                .message(7, graph)
                .bytes
                .toByteArray();
    }

    private OnnxModel constant(String name, int type, ByteBuffer data, long... shape) {
        Message tensor = new Message();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        graph.message(5, tensor.number(2, type).text(8, name).raw(9, data.array()));
        return this;
    }

    private static Message value(String name, long... shape) {
        Message dimensions = new Message();
        for (long dimension : shape) {
            dimensions.message(1, new Message().number(1, dimension));
        }
        Message tensor = new Message().number(1, FLOAT).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A message of a protocol buffer. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint(field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return raw(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return raw(field, value.bytes.toByteArray());
        }

        Message raw(int field, byte[] value) {
            varint(field << 3 | 2);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        /** Seven bits a byte, the lowest first; the eighth says that more follow. */
        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }
}
