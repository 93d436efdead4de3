/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.mxp.transport.CallRequest;
import io.mxp.transport.CompressionConfig;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageConfig;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.Requirement;
import io.mxp.transport.SendRequest;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.ZstdCodec;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Compressed payloads between two transports: who compresses what, what the handler sees,
 * and what is refused.
 */
class CompressionTests {

	/** 5,400 bytes that compress well, though not a hundredfold. */
	private static final String REPORT = report();

	private static String report() {
		StringBuilder text = new StringBuilder();
		for (int day = 100; day < 280; day++) {
			text.append("{\"day\":").append(day).append(",\"sky\":\"cloudy\"}\n");
		}
		return text.substring(0, 5_400 / 2);
	}

	private static TransportConfig enabled(TransportConfig config) {
		return with(config, CompressionConfig.defaults().withEnabled(true));
	}

	private static TransportConfig with(TransportConfig config, CompressionConfig compression) {
		return config.withMessage(MessageConfig.defaults().withCompression(compression));
	}

	@Test
	void nothingIsCompressedUnlessSomebodySaysSo() {
		FlagInbox inbox = new FlagInbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			assertThat(connection.event("report", Inbox.bytes(REPORT))).isTrue();
			assertThat(inbox.nextMessage().text()).isEqualTo(REPORT);
			assertThat(inbox.flags.remove()).isZero();
			assertThat(pair.client().snapshot().get(Counter.PAYLOAD_BYTES_COMPRESSED)).isZero();
		}
	}

	@Test
	void oneMessageAsksForItAndTheHandlerSeesWhatWasSent() {
		FlagInbox inbox = new FlagInbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			SendRequest request = SendRequest.event("report", Inbox.bytes(REPORT))
				.withEncoding(MessageEncoding.COMPRESSED);
			assertThat(connection.send(request)).isTrue();
			Inbox.Received received = inbox.nextMessage();
			assertThat(received.text()).isEqualTo(REPORT);
			assertThat(received.subject()).isEqualTo("report");
			assertThat(inbox.flags.remove()).isEqualTo(MessageFlags.COMPRESSED);
			Await.result(connection.submit(request.inOrder().withTraceId(7)));
			assertThat(inbox.nextMessage().traceId()).isEqualTo(7);
			Await.result(connection.sendAcknowledged(request, Duration.ofSeconds(20)));
			assertThat(inbox.nextMessage().text()).isEqualTo(REPORT);
			// 4 bytes of metadata block, 9 of its subject, and the text; three times.
			long sent = 3L * (4 + 9 + REPORT.length()) + 7;
			TransportSnapshot client = pair.client().snapshot();
			TransportSnapshot server = pair.server().snapshot();
			assertThat(client.get(Counter.PAYLOAD_BYTES_COMPRESSED)).isEqualTo(sent);
			assertThat(server.get(Counter.PAYLOAD_BYTES_DECOMPRESSED)).isEqualTo(sent);
			assertThat(client.get(Counter.COMPRESSED_BYTES_SENT)).isPositive()
				.isLessThan(sent / 2)
				.isEqualTo(server.get(Counter.COMPRESSED_BYTES_RECEIVED));
		}
	}

	@Test
	void callAndAnswerAreCompressedFromTheThresholdOn() {
		FlagInbox inbox = new FlagInbox();
		try (TransportPair pair = TransportPair.with(inbox).both(CompressionTests::enabled).start()) {
			MxpConnection connection = pair.connect();
			String atTheThreshold = REPORT.substring(0, 1_024);
			Reply reply = Await.result(connection.call(CallRequest.of("echo", Inbox.bytes(atTheThreshold))));
			assertThat(reply.text()).isEqualTo(atTheThreshold);
			assertThat(reply.metadata().subject()).isEqualTo("echo");
			assertThat(inbox.flags.remove()).isEqualTo(MessageFlags.COMPRESSED);
			TransportSnapshot server = pair.server().snapshot();
			assertThat(server.get(Counter.COMPRESSED_BYTES_SENT)).isPositive();
			assertThat(Await.result(connection.call(CallRequest.of("echo", Inbox.bytes(REPORT.substring(0, 1_023)))))
				.text()).hasSize(1_023);
			assertThat(inbox.flags.remove()).isZero();
			assertThat(pair.server().snapshot().get(Counter.COMPRESSED_BYTES_SENT))
				.isEqualTo(server.get(Counter.COMPRESSED_BYTES_SENT));
			Await.result(
					connection.call(CallRequest.of("echo", Inbox.bytes(REPORT)).withEncoding(MessageEncoding.PLAIN)));
			assertThat(inbox.flags.remove()).isZero();
			byte[] bytes = REPORT.getBytes(StandardCharsets.UTF_8);
			assertThat(connection.send(MessageType.AGENT_HEARTBEAT, 0, bytes, 0, bytes.length)).isTrue();
			assertThat(inbox.nextMessage().text()).isEqualTo(REPORT);
			assertThat(inbox.flags.remove()).isEqualTo(MessageFlags.COMPRESSED);
		}
	}

	@Test
	void chunksOfAStreamAreCompressedAndAskedForAsUsual() {
		Chunks chunks = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> chunks);
		try (TransportPair pair = TransportPair.with(inbox).both(CompressionTests::enabled).start()) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("reports").unidirectional(), new Chunks()));
			for (int i = 0; i < 50; i++) {
				stream.send(Inbox.bytes(i + REPORT));
				stream.send(Inbox.bytes("short " + i));
			}
			stream.sendLast(Inbox.bytes(REPORT));
			for (int i = 0; i < 50; i++) {
				assertThat(chunks.nextText()).isEqualTo(i + REPORT);
				assertThat(chunks.nextText()).isEqualTo("short " + i);
			}
			assertThat(chunks.nextText()).isEqualTo(REPORT);
			chunks.awaitFinished();
			assertThat(pair.server().snapshot().get(Counter.PAYLOAD_BYTES_DECOMPRESSED))
				.isEqualTo(51L * REPORT.length() + 10 + 80);
		}
	}

	@Test
	void whatDoesNotBecomeShorterOrTooShortTravelsAsItIs() {
		FlagInbox inbox = new FlagInbox();
		try (TransportPair pair = TransportPair.with(inbox).both(CompressionTests::enabled).start()) {
			MxpConnection connection = pair.connect();
			byte[] noise = TransportPair.content(10_000, 3);
			assertThat(connection.event("noise", ByteBuffer.wrap(noise))).isTrue();
			assertThat(inbox.nextMessage().payload()).isEqualTo(noise);
			assertThat(inbox.flags.remove()).isZero();
			// A megabyte of zeros would look like a bomb to the peer.
			byte[] zeros = new byte[1 << 20];
			assertThat(connection.event("zeros", ByteBuffer.wrap(zeros))).isTrue();
			assertThat(inbox.nextMessage().payload()).isEqualTo(zeros);
			assertThat(inbox.flags.remove()).isZero();
		}
	}

	@Test
	void aPeerThatAcceptsNoneIsSentNone() {
		FlagInbox inbox = new FlagInbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.client(CompressionTests::enabled)
			.server((config) -> with(config, CompressionConfig.defaults().withAccept(false)))
			.start()) {
			MxpConnection connection = pair.connect();
			assertThat(connection
				.send(SendRequest.event("report", Inbox.bytes(REPORT)).withEncoding(MessageEncoding.COMPRESSED)))
				.isTrue();
			assertThat(inbox.nextMessage().text()).isEqualTo(REPORT);
			assertThat(inbox.flags.remove()).isZero();
			// One that does it all the same hears of it.
			TransportException.RemoteError refusal = refused(connection, compressed(new byte[500]));
			assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
			assertThat(refusal).hasMessageContaining("flags 0x01 are not accepted");
			assertThat(pair.server().snapshot().refusedPayloads())
				.containsExactly(Map.entry(DecodeError.ENCODING_NOT_ALLOWED.name(), 1L));
		}
	}

	@Test
	@Requirement({ "SEC-57", "SEC-53" })
	void aPayloadDecompressesToTheConfiguredLimitAndNotOneByteMore() {
		Inbox inbox = new Inbox();
		int limit = 70_000;
		try (TransportPair pair = TransportPair.with(inbox)
			.server((config) -> with(config, CompressionConfig.defaults().withMaxContentBytes(limit)))
			.start()) {
			MxpConnection connection = pair.connect();
			// Eight random bits of every 32: about a third of the length, no bomb.
			byte[] content = new byte[limit - 4 - 9];
			byte[] noise = TransportPair.content(content.length, 9);
			for (int i = 0; i < content.length; i += 4) {
				content[i] = noise[i];
			}
			SendRequest fits = SendRequest.event("report", ByteBuffer.wrap(content))
				.withEncoding(MessageEncoding.COMPRESSED);
			Await.result(connection.sendAcknowledged(SendRequest
				.of(MessageType.AGENT_REGISTER, MessageMetadata.EMPTY, ByteBuffer.wrap(Arrays.copyOf(content, limit)))
				.withEncoding(MessageEncoding.COMPRESSED), Duration.ofSeconds(20)));
			assertThat(inbox.nextMessage().payload()).hasSize(limit);
			TransportException.RemoteError refusal = Await.failure(
					connection.sendAcknowledged(SendRequest
						.of(MessageType.AGENT_REGISTER, MessageMetadata.EMPTY,
								ByteBuffer.wrap(Arrays.copyOf(content, limit + 1)))
						.withEncoding(MessageEncoding.COMPRESSED), Duration.ofSeconds(20)),
					TransportException.RemoteError.class);
			assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
			assertThat(refusal).hasMessageContaining("holds 70001 bytes, over the limit of 70000");
			assertThat(connection.send(fits)).isTrue();
			assertThat(inbox.nextMessage().payload()).isEqualTo(content);
			TransportSnapshot server = pair.server().snapshot();
			assertThat(server.get(Counter.PAYLOADS_REFUSED)).isOne();
			assertThat(server.refusedPayloads()).containsOnlyKeys(DecodeError.COMPRESSED_TOO_LARGE.name());
		}
	}

	@Test
	@Requirement("SEC-57")
	void aMalformedPayloadCostsThatMessageAlone() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			byte[] cut = compressed(new byte[500]);
			TransportException.RemoteError refusal = refused(connection, Arrays.copyOf(cut, cut.length - 1));
			assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
			assertThat(refusal).hasMessageContaining("where " + cut.length + " are needed");
			// Compressed twice: the content is no Heartbeat of the length that it has,
			// but
			// the handler's to read, as it was sent.
			byte[] inner = compressed(new byte[500]);
			send(connection, MessageType.AGENT_HEARTBEAT, compressed(inner));
			assertThat(inbox.nextMessage().payload()).isEqualTo(inner);
			// An Error must be readable by everybody: dropped, counted.
			send(connection, MessageType.ERROR, compressed(new byte[500]));
			Await.untilEquals(() -> pair.server().snapshot().get(Counter.MESSAGES_MALFORMED), 1L);
			assertThat(TransportPair.echo(connection, "still there")).isEqualTo("still there");
			assertThat(pair.server().snapshot().refusedPayloads())
				.containsOnlyKeys(DecodeError.PAYLOAD_TOO_SHORT.name());
		}
	}

	@Test
	void aChunkThatIsRefusedEndsItsStream() {
		Chunks chunks = new Chunks();
		Chunks own = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> chunks);
		try (TransportPair pair = TransportPair.with(inbox)
			.client(CompressionTests::enabled)
			.server((config) -> with(config, CompressionConfig.defaults().withMaxContentBytes(65_536)))
			.start()) {
			MxpStream stream = Await.result(pair.connect().openStream(StreamRequest.of("reports"), own));
			stream.send(Inbox.bytes(REPORT));
			assertThat(chunks.nextText()).isEqualTo(REPORT);
			byte[] large = new byte[65_537];
			byte[] noise = TransportPair.content(large.length, 4);
			for (int i = 0; i < large.length; i += 4) {
				large[i] = noise[i];
			}
			stream.send(ByteBuffer.wrap(large));
			assertThat(own.failure().code()).isEqualTo(ErrorCode.TOO_LARGE);
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	void settingsThatCannotBeAreRefused() {
		CompressionConfig defaults = CompressionConfig.defaults();
		assertThat(defaults.withLevel(19).withThresholdBytes(64).withMaxContentBytes(65_536).level()).isEqualTo(19);
		assertThatThrownBy(() -> defaults.withLevel(20)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> defaults.withThresholdBytes(63)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> defaults.withMaxContentBytes(65_535)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> defaults.withMaxContentBytes((16 << 20) + 1))
			.isInstanceOf(IllegalArgumentException.class);
	}

	/** The answer to a heartbeat that asks for an Ack, with this compressed payload. */
	private static TransportException.RemoteError refused(MxpConnection connection, byte[] payload) {
		EngineConnection handle = (EngineConnection) connection;
		PendingAck ack = new PendingAck(handle, handle.nextMessageId());
		ack.send(SendRequest.of(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY, ByteBuffer.wrap(payload)),
				Duration.ofSeconds(20), MessageFlags.COMPRESSED);
		return Await.failure(ack.ack(), TransportException.RemoteError.class);
	}

	private static void send(MxpConnection connection, MessageType type, byte[] payload) {
		byte[] message = new byte[MessageCodec.encodedLength(payload.length)];
		new MessageCodec().encode(message, 0, type.code(), MessageFlags.COMPRESSED, 1, 0, payload, 0, payload.length);
		assertThat(((EngineConnection) connection).sends().sendWhole(type.defaultBand().index(), message)).isTrue();
	}

	private static byte[] compressed(byte[] content) {
		try (ZstdCodec codec = new ZstdCodec(1)) {
			byte[] target = new byte[ZstdCodec.maxCompressedLength(content.length)];
			return Arrays.copyOf(target, codec.compress(content, target));
		}
	}

	/** Remembers the flags of what comes. */
	private static final class FlagInbox extends Inbox {

		private final BlockingQueue<Integer> flags = new LinkedBlockingQueue<>();

		@Override
		public void onMessage(InboundMessage message) {
			this.flags.add(message.flags() & MessageFlags.ENCODED);
			super.onMessage(message);
		}

	}

}
