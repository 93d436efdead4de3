/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.E2eConfig;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageConfig;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.PayloadDecoder.Decoded;
import io.mxp.transport.engine.Seals.SealedData;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageHeader;

import io.mxp.transport.security.LocalIdentities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a recipient takes, on clocks that are moved by hand: Alice seals events for Bob.
 */
class SealRulesTests {

	private static final long NOON = 1_795_953_600_000L;

	private static final E2eConfig RULES = E2eConfig.defaults()
		.withMaxAge(Duration.ofSeconds(60))
		.withMaxAhead(Duration.ofSeconds(5));

	private final AgentIdentity alice = MxpIdentities.generate("alice");

	private final AgentIdentity bob = MxpIdentities.generate("bob");

	private final AtomicLong alicesClock = new AtomicLong(NOON);

	private final AtomicLong bobsClock = new AtomicLong(NOON);

	private final AtomicLong bobsNanos = new AtomicLong();

	private final Payloads sender = payloads(E2eConfig.defaults(), this.alice, this.bob, this.alicesClock,
			new AtomicLong());

	private final Payloads recipient = payloads(RULES, this.bob, this.alice, this.bobsClock, this.bobsNanos);

	private static Payloads payloads(E2eConfig config, AgentIdentity own, AgentIdentity other, AtomicLong clock,
			AtomicLong nanos) {
		TrustPolicy trust = TrustPolicy.builder().pinAgent(other.agentId(), other.staticKey()).build();
		return new Payloads(MessageConfig.defaults().withE2e(config),
				new Seals(config, () -> List.of(own), own.agentId(), () -> trust, clock::get, nanos::get));
	}

	@AfterEach
	void close() {
		this.sender.close();
		this.recipient.close();
	}

	/** A whole message of Alice: subject outside, the same and a header inside. */
	private byte[] event(MessageEncoding encoding) {
		MessageMetadata inside = MessageMetadata.builder().subject("tides").header("tenant", "blue").build();
		SealedData sealed = this.sender.seals()
			.seal(this.sender, MessageType.EVENT, this.bob.agentId(), encoding, inside,
					ByteBuffer.wrap("low".getBytes(UTF_8)));
		MessageMetadata outside = MessageMetadata.subject("tides");
		byte[] message = new byte[OutboundMessages.dataLength(outside, sealed.bytes().length)];
		OutboundMessages.writeData(message, 0, MessageType.EVENT, sealed.flags(), 2, 0, outside,
				ByteBuffer.wrap(sealed.bytes()));
		return message;
	}

	private byte[] event() {
		return event(MessageEncoding.DEFAULT);
	}

	private String open(Payloads at, byte[] message) {
		PayloadDecoder decoder = new PayloadDecoder(at);
		Decoded plain = decoder.decode(true, MessageType.EVENT, message, 0);
		return (plain != null) ? text(plain) : decoder.code() + ": " + decoder.reason();
	}

	private static String text(Decoded plain) {
		DataPayload payload = new DataPayload();
		int length = (int) MessageHeader.payloadLength(plain.bytes(), plain.offset());
		assertThat(payload.wrap(plain.bytes(), plain.offset() + MessageHeader.LENGTH, length, true))
			.isEqualTo(DecodeError.NONE);
		return payload.metadata().subject() + " " + payload.metadata().toMetadata().header("tenant") + " "
				+ new String(payload.data(), UTF_8);
	}

	@Test
	void aMessageIsTakenAtItsGreatestAgeAndNotOneMillisecondLater() {
		byte[] first = event();
		byte[] second = event();
		this.bobsClock.addAndGet(60_000);
		assertThat(open(this.recipient, first)).isEqualTo("tides blue low");
		this.bobsClock.addAndGet(1);
		assertThat(open(this.recipient, second))
			.isEqualTo(ErrorCode.INVALID_ARGUMENT + ": it was sealed 60001 ms away from now, over the limit of 60000");
	}

	@Test
	void aClockMayBeAheadAsFarAsConfiguredAndNotOneMillisecondMore() {
		this.alicesClock.addAndGet(5_000);
		assertThat(open(this.recipient, event())).isEqualTo("tides blue low");
		this.alicesClock.addAndGet(1);
		assertThat(open(this.recipient, event()))
			.isEqualTo(ErrorCode.INVALID_ARGUMENT + ": it was sealed 5001 ms away from now, over the limit of 5000");
		this.alicesClock.set(-1); // 2^64 - 1
		assertThat(open(this.recipient, event())).startsWith(ErrorCode.INVALID_ARGUMENT.toString());
	}

	@Test
	void whatWasSealedBeforeTheRecipientBeganIsNotTaken() {
		this.alicesClock.addAndGet(-1);
		byte[] before = event();
		assertThat(open(this.recipient, before)).startsWith(ErrorCode.INVALID_ARGUMENT.toString());
	}

	@Test
	void aMessageIsTakenOnceForAsLongAsItsTimeIsGood() {
		this.alicesClock.addAndGet(5_000);
		byte[] message = event();
		assertThat(open(this.recipient, message)).isEqualTo("tides blue low");
		for (int second = 0; second < 65; second++) {
			assertThat(open(this.recipient, message)).isEqualTo(ErrorCode.PERMISSION_DENIED + ": it was taken before");
			this.bobsClock.addAndGet(1_000);
			this.bobsNanos.addAndGet(1_000_000_000L);
		}
		assertThat(open(this.recipient, message)).as("65 s later, taken 5 s too early")
			.isEqualTo(ErrorCode.PERMISSION_DENIED + ": it was taken before");
		this.bobsClock.addAndGet(1);
		assertThat(open(this.recipient, message)).startsWith(ErrorCode.INVALID_ARGUMENT.toString());
	}

	@Test
	@Requirement("SEC-53")
	void sixtyFourMessagesAreRememberedAndOneMoreIsNotTaken() {
		try (Payloads few = payloads(RULES.withReplayEntries(64), this.bob, this.alice, this.bobsClock,
				this.bobsNanos)) {
			for (int i = 0; i < 64; i++) {
				assertThat(open(few, event())).isEqualTo("tides blue low");
			}
			byte[] oneMore = event();
			assertThat(open(few, oneMore))
				.isEqualTo(ErrorCode.OVERLOADED + ": no more than 64 messages can be told from replays");
			this.bobsNanos.addAndGet(Duration.ofSeconds(65).toNanos());
			assertThat(open(few, oneMore)).as("when there is room again").isEqualTo("tides blue low");
		}
	}

	@Test
	void deniedAndUnknownSendersAreRefusedBeforeAnythingIsOpened() {
		String refused = ErrorCode.PERMISSION_DENIED + ": no key 0x";
		try (Payloads denying = payloads(RULES.withDeniedSenders(Set.of(this.alice.agentId())), this.bob, this.alice,
				this.bobsClock, this.bobsNanos);
				Payloads stranger = payloads(RULES, this.bob, MxpIdentities.generate("carol"), this.bobsClock,
						this.bobsNanos)) {
			assertThat(open(denying, event())).startsWith(refused);
			assertThat(open(stranger, event())).startsWith(refused);
		}
	}

	@Test
	void aDeniedKeySealsNoMore() {
		TrustPolicy trust = TrustPolicy.builder()
			.pinAgent(this.alice.agentId(), this.alice.staticKey())
			.denyFingerprint(this.alice.staticKey().fingerprint())
			.build();
		try (Payloads denying = new Payloads(MessageConfig.defaults(), new Seals(RULES, () -> List.of(this.bob),
				this.bob.agentId(), () -> trust, this.bobsClock::get, this.bobsNanos::get))) {
			assertThat(open(denying, event())).startsWith(ErrorCode.PERMISSION_DENIED + ": no key 0x");
		}
	}

	@Test
	void whatIsForAnotherAgentOrAnotherKeyIsNotOpened() {
		AgentIdentity renewed = MxpIdentities.generate("bob");
		TrustPolicy trust = TrustPolicy.builder().pinAgent(this.alice.agentId(), this.alice.staticKey()).build();
		try (Payloads other = payloads(RULES, renewed, this.alice, this.bobsClock, this.bobsNanos);
				Payloads sameAgent = new Payloads(MessageConfig.defaults(), new Seals(RULES, () -> List.of(renewed),
						this.bob.agentId(), () -> trust, this.bobsClock::get, this.bobsNanos::get))) {
			assertThat(open(other, event())).isEqualTo(ErrorCode.WRONG_TARGET + ": it is sealed for another agent");
			assertThat(open(sameAgent, event())).startsWith(ErrorCode.INVALID_ARGUMENT + ": it is sealed for the key");
		}
	}

	@Test
	void aKeyThatWasRotatedOpensWhileItIsServed() {
		AgentIdentity renewed = MxpIdentities.generate("bob").toBuilder().agentId(this.bob.agentId()).build();
		TrustPolicy trust = TrustPolicy.builder().pinAgent(this.alice.agentId(), this.alice.staticKey()).build();
		LocalIdentities keys = EngineSetup.keysOf(this.bob);
		IdentityRotation rotation = new IdentityRotation(this.bob, keys);
		try (Payloads rotated = new Payloads(MessageConfig.defaults(), new Seals(RULES, rotation::served,
				this.bob.agentId(), () -> trust, this.bobsClock::get, this.bobsNanos::get))) {
			rotation.rotate(renewed, Duration.ofDays(1));
			assertThat(rotated.seals().ownKeyId()).isEqualTo(keys.present().keyId());
			assertThat(open(rotated, event())).isEqualTo("tides blue low");
			rotation.rotate(renewed.toBuilder().build(), Duration.ZERO);
			assertThat(open(rotated, event())).startsWith(ErrorCode.INVALID_ARGUMENT + ": it is sealed for the key");
		}
	}

	@Test
	@Requirement("SEC-59")
	void everyChangedBitIsRefusedAndNothingOfItRemembered() {
		byte[] message = event();
		int block = MessageHeader.LENGTH + MessageMetadata.subject("tides").encodedLength();
		for (int bit = 8 * block; bit < 8 * (message.length - 8); bit++) {
			message[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(open(this.recipient, message)).as("bit %d", bit).doesNotStartWith("tides");
			message[bit / 8] ^= (byte) (1 << (bit % 8));
		}
		message[5] ^= 1; // COMPRESSED
		assertThat(open(this.recipient, message)).startsWith(ErrorCode.PERMISSION_DENIED.toString());
		message[5] ^= 1;
		assertThat(open(this.recipient, message)).isEqualTo("tides blue low");
	}

	@Test
	@Requirement("SEC-59")
	void everyShorterMessageIsRefused() {
		byte[] message = event();
		int whole = message.length - 8 - MessageHeader.LENGTH;
		for (int length = 0; length < whole; length++) {
			byte[] cut = Arrays.copyOf(message, MessageHeader.LENGTH + length);
			MessageHeader.copy(message, 0, cut, length);
			assertThat(open(this.recipient, cut)).as("%d bytes", length).doesNotStartWith("tides");
		}
	}

	@Test
	void aRelayMayAddToWhatIsReadableAndShortenTheDeadline() {
		MessageMetadata inner = MessageMetadata.builder()
			.subject("tides")
			.deadlineMillis(900)
			.header("tenant", "blue")
			.build();
		MessageMetadata outer = MessageMetadata.builder()
			.subject("route/tides")
			.deadlineMillis(500)
			.header("tenant", "red")
			.trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null)
			.build();
		MessageMetadata merged = SealOpener.merge(inner, outer);
		assertThat(merged).isEqualTo(inner.toBuilder().deadlineMillis(500).trace(outer.traceparent(), null).build());
		assertThat(SealOpener.merge(inner, outer.toBuilder().deadlineMillis(901).build()).deadlineMillis())
			.isEqualTo(900);
	}

	@Test
	void metadataThatWouldNotFitTogetherStaysAsItWasSealed() {
		MessageMetadata inner = MessageMetadata.builder().header("a", "x".repeat(8_000)).build();
		MessageMetadata outer = MessageMetadata.builder().header("b", "y".repeat(300)).deadlineMillis(1).build();
		assertThat(SealOpener.merge(inner, outer)).isEqualTo(inner);
	}

	@Test
	void contentIsCompressedBeforeItIsSealedWhereItIsAskedFor() {
		byte[] long1 = this.sender.seals()
			.seal(this.sender, MessageType.EVENT, this.bob.agentId(), MessageEncoding.COMPRESSED, MessageMetadata.EMPTY,
					ByteBuffer.wrap("a".repeat(10_000).getBytes(UTF_8)))
			.bytes();
		assertThat(long1.length).isLessThan(1_000);
		byte[] message = event(MessageEncoding.COMPRESSED);
		assertThat(open(this.recipient, message)).isEqualTo("tides blue low");
	}

	@Test
	void settingsThatCannotBeAreRefused() {
		E2eConfig config = E2eConfig.defaults();
		assertThatThrownBy(() -> config.withMaxAge(Duration.ofMillis(999))).hasMessageContaining("e2e.max-age");
		assertThatThrownBy(() -> config.withMaxAge(Duration.ofMillis(3_600_001))).hasMessageContaining("e2e.max-age");
		assertThatThrownBy(() -> config.withMaxAhead(Duration.ofMillis(-1))).hasMessageContaining("e2e.max-ahead");
		assertThatThrownBy(() -> config.withReplayEntries(63)).hasMessageContaining("e2e.replay-entries");
		assertThat(config.withRequiredFrom(Set.of(new UUID(1, 2))).requiredFrom()).hasSize(1);
	}

}
