/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;

/** Messages and call profiles to begin with. */
public final class MessageSeeds {

	private static final UUID AGENT = new UUID(1, 2);

	private MessageSeeds() {
	}

	/** Whole messages, and payloads behind the byte that chooses their parser. */
	public static void messages(Sink sink) throws IOException {
		MessageCodec codec = new MessageCodec();
		for (MessageType type : MessageType.values()) {
			byte[] payload = "a payload".getBytes(StandardCharsets.UTF_8);
			byte[] bytes = new byte[MessageCodec.encodedLength(payload.length)];
			codec.encode(bytes, 0, type.code(), 0, 7, 8, payload, 0, payload.length);
			sink.write("type-" + type.code(), bytes);
		}
		AgentRegister register = new AgentRegister(AGENT, "name", List.of("a", "b"),
				new AgentEndpoint(new byte[] { 10, 0, 0, 1 }, 9000));
		List<byte[]> payloads = List.of(register.toPayload(), new AgentDiscover("a").toPayload(),
				new AgentList(List.of(register)).toPayload(), new AgentHeartbeat(AGENT, 1, 2, 3).toPayload(),
				new StreamClosePayload(1, "reason").toPayload(), new ErrorPayload(1, "text", new byte[5]).toPayload(),
				new byte[] { 7, 0, 0, 0, 0, 0, 0, 0 });
		for (int i = 0; i < payloads.size(); i++) {
			byte[] bytes = new byte[1 + payloads.get(i).length];
			bytes[0] = (byte) i;
			System.arraycopy(payloads.get(i), 0, bytes, 1, payloads.get(i).length);
			sink.write("payload-" + i, bytes);
		}
	}

	/** Blocks, and payloads of calls and streams with and without one. */
	public static void profiles(Sink sink) throws IOException {
		MessageMetadata metadata = MessageMetadata.builder()
			.subject("weather.today")
			.contentType("application/json")
			.deadlineMillis(1_000)
			.idempotencyKey("key")
			.trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b")
			.header("x", "y")
			.build();
		byte[] block = new byte[MessageMetadata.MAX_ENCODED_LENGTH];
		block = Arrays.copyOf(block, MetadataCodec.encode(metadata, block, 0));
		sink.write("block", block);
		sink.write("empty", new byte[] { 1, 0, 4, 0 });
		byte[] data = { 5, 6, 7 };
		byte[] call = new byte[CallPayload.encodedLength(metadata, data.length)];
		int at = CallPayload.writeFixed(call, 0, 1, 2, 30);
		DataPayload.write(call, at, metadata, data, 0, data.length);
		sink.write("call", call);
		byte[] open = new byte[StreamOpenPayload.encodedLength(metadata, data.length)];
		at = StreamOpenPayload.writeFixed(open, 0, AGENT, AGENT, true);
		DataPayload.write(open, at, metadata, data, 0, data.length);
		sink.write("open", open);
		byte[] event = new byte[DataPayload.encodedLength(metadata, data.length)];
		DataPayload.write(event, 0, metadata, data, 0, data.length);
		sink.write("event", event);
	}

	/** Sealed messages and answers, and what is inside of them. */
	public static void sealed(Sink sink) throws IOException {
		byte[] request = new byte[SealedRequest.OVERHEAD + 20];
		SealedRequest.write(request, 0, 7, 8, AGENT, AGENT, 1_700_000_000_000L);
		sink.write("request", request);
		sink.write("answer", SealedAnswer.write(new byte[SealedAnswer.NONCE_LENGTH], new byte[20]));
		sink.write("content", SealedContent.write(SealedContent.ANSWER_MAY_BE_COMPRESSED,
				MessageMetadata.subject("tides"), ByteBuffer.wrap(new byte[] { 5, 6, 7 })));
		sink.write("error", SealedContent.writeError(new ErrorPayload(1, "text", new byte[5]).toPayload()));
	}

	/** Takes a seed. */
	public interface Sink {

		void write(String name, byte[] bytes) throws IOException;

	}

}
