/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.DenyList;
import io.mxp.transport.E2eConfig;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.endpoint.UsedTokens;
import io.mxp.transport.engine.Payloads.Encoded;
import io.mxp.transport.message.ErrorPayload;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.SealedAnswer;
import io.mxp.transport.message.SealedContent;
import io.mxp.transport.message.SealedRequest;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.security.AnswerBox;
import io.mxp.transport.security.SealedBox;
import io.mxp.transport.security.SealedBox.Sealed;

import org.jspecify.annotations.Nullable;

/**
 * What all connections of a transport share to seal messages from agent to agent: who we
 * are, whose keys are believed, what is accepted, and what was taken already. From any
 * thread. COLD.
 */
// SPEC ../security/e2e.md#a-sealed-message
final class Seals {

	private static final int ENCRYPTED = MessageFlags.ENCRYPTED;

	private final E2eConfig config;

	/** Who we are, and who we were while the key before is served. */
	private final Supplier<List<AgentIdentity>> served;

	private final @Nullable UUID agentId;

	private final Supplier<TrustPolicy> trust;

	private final LongSupplier wallMillis;

	private final LongSupplier nanos;

	private final SecureRandomSource random = new SecureRandomSource();

	private final long startedMillis;

	/** Messages that were taken; guarded by itself. */
	private final UsedTokens taken;

	/**
	 * @param served who we are, perhaps followed by who we were
	 * @param agentId our id, which others seal for; null where we have none
	 * @param wallMillis milliseconds since 1970
	 * @param nanos monotonic
	 */
	Seals(E2eConfig config, Supplier<List<AgentIdentity>> served, @Nullable UUID agentId, Supplier<TrustPolicy> trust,
			LongSupplier wallMillis, LongSupplier nanos) {
		this.config = config;
		this.served = served;
		AgentIdentity own = served.get().get(0);
		// Sealing has no P-256; a rotation keeps the kind of key.
		this.agentId = (own.isAnonymous() || own.staticKey().isP256()) ? null : agentId;
		this.trust = trust;
		this.wallMillis = wallMillis;
		this.nanos = nanos;
		this.startedMillis = wallMillis.getAsLong();
		this.taken = new UsedTokens(config.replayEntries(), config.maxAge().plus(config.maxAhead()).toNanos(),
				this.random.nextLong());
	}

	// ---- to be sent

	/**
	 * The data of a Call or an Event, sealed.
	 * @throws TransportException.CannotSeal where there is no key
	 */
	SealedData seal(Payloads payloads, MessageType type, UUID recipient, MessageEncoding encoding,
			MessageMetadata metadata, ByteBuffer data) {
		if (!MessageFlags.mayBeSealed(type.code())) {
			throw new TransportException.CannotSeal("A " + type + " cannot be sealed: only CALL and EVENT can");
		}
		UUID sender = this.agentId;
		if (sender == null) {
			throw new TransportException.CannotSeal(
					"Only an agent with an X25519 key can seal a message: this transport is anonymous or has a P-256 key");
		}
		OutboundMessages.dataLength(metadata, data.remaining());
		StaticKey key = keyOf(recipient);
		if (key == null || key.isP256()) {
			throw new TransportException.CannotSeal("No X25519 key of agent " + recipient
					+ " is known: pin it in the trust policy, or add it to the directory (e2e.keys)");
		}
		byte[] content = SealedContent
			.write(payloads.maxContentBytes() > 0 ? SealedContent.ANSWER_MAY_BE_COMPRESSED : 0, metadata, data);
		Encoded compressed = payloads.wantsCompression(encoding, data.remaining()) ? payloads.compress(content) : null;
		int flags = ENCRYPTED | ((compressed != null) ? compressed.flags() : 0);
		byte[] header = new byte[SealedRequest.HEADER_LENGTH];
		AgentIdentity own = this.served.get().get(0);
		SealedRequest.write(header, 0, keyId(own.staticKey()), keyId(key), sender, recipient,
				this.wallMillis.getAsLong());
		byte[] privateKey = own.privateKey();
		Sealed sealed = SealedBox.seal(privateKey, key, SealedRequest.associatedData(type.code(), flags, header, 0),
				(compressed != null) ? compressed.exactBytes() : content);
		if (sealed == null) {
			throw new TransportException.CannotSeal("The key of agent " + recipient + " is no usable X25519 key");
		}
		payloads.count(Counter.MESSAGES_SEALED);
		return new SealedData(flags, concat(header, sealed.encapsulated(), sealed.ciphertext()), sealed.answers(),
				recipient, key.fingerprint());
	}

	/** The data of a Response to a sealed Call. */
	SealedData sealAnswer(Payloads payloads, boolean compress, AnswerBox box, MessageMetadata metadata,
			ByteBuffer data) {
		OutboundMessages.dataLength(metadata, data.remaining());
		byte[] content = SealedContent.write(SealedContent.ANSWER, metadata, data);
		Encoded compressed = (compress && payloads.wantsCompression(MessageEncoding.DEFAULT, data.remaining()))
				? payloads.compress(content) : null;
		return (compressed != null)
				? sealContent(payloads, box, ENCRYPTED | compressed.flags(), compressed.exactBytes())
				: sealContent(payloads, box, ENCRYPTED, content);
	}

	/** The same of an error. */
	SealedData sealError(Payloads payloads, AnswerBox box, ErrorPayload error) {
		return sealContent(payloads, box, ENCRYPTED, SealedContent.writeError(error.toPayload()));
	}

	private SealedData sealContent(Payloads payloads, AnswerBox box, int flags, byte[] content) {
		byte[] nonce = new byte[AnswerBox.NONCE_BYTES];
		this.random.nextBytes(nonce);
		byte[] ciphertext = box.seal(nonce, SealedAnswer.associatedData(MessageType.RESPONSE.code(), flags), content);
		payloads.count(Counter.MESSAGES_SEALED);
		return new SealedData(flags, SealedAnswer.write(nonce, ciphertext), box, null, "");
	}

	private static byte[] concat(byte[] header, byte[] encapsulated, byte[] ciphertext) {
		return ByteBuffer.allocate(header.length + encapsulated.length + ciphertext.length)
			.put(header)
			.put(encapsulated)
			.put(ciphertext)
			.array();
	}

	// ---- arrived

	/** Whether nothing but sealed messages is taken from a peer. */
	boolean isRequired(PeerIdentity peer) {
		if (this.config.required()) {
			return true;
		}
		String id = peer.agentId();
		return id != null && !this.config.requiredFrom().isEmpty()
				&& this.config.requiredFrom().stream().anyMatch((agent) -> agent.toString().equals(id));
	}

	/** Whether sealed messages for others are passed on here. */
	boolean relays() {
		return this.config.relay();
	}

	boolean isOurs(UUID recipient) {
		return recipient.equals(this.agentId);
	}

	/** The id of the key that is shown; only where something is {@link #isOurs}. */
	int ownKeyId() {
		return keyId(this.served.get().get(0).staticKey());
	}

	/** The private key with an id; null where it is none of ours, or not any more. */
	byte @Nullable [] privateKey(int keyId) {
		for (AgentIdentity own : this.served.get()) {
			if (keyId(own.staticKey()) == keyId) {
				return own.privateKey();
			}
		}
		return null;
	}

	/**
	 * The key that a sender is believed with; null where there is none, or it is denied.
	 */
	@Nullable StaticKey senderKey(UUID sender, int keyId) {
		if (this.config.deniedSenders().contains(sender)) {
			return null;
		}
		StaticKey key = keyOf(sender);
		return (key != null && keyId(key) == keyId) ? key : null;
	}

	/** The key of an agent that is believed without a certificate. */
	private @Nullable StaticKey keyOf(UUID agent) {
		Optional<AgentDirectory.Entry> known = this.config.directory().findById(agent);
		TrustPolicy policy = this.trust.get();
		StaticKey key = known.isPresent() ? known.get().staticKey() : pinned(policy, agent);
		DenyList denied = policy.denyList();
		boolean refused = denied.agents().contains(agent)
				|| (key != null && denied.fingerprints().contains(key.fingerprint()));
		return refused ? null : key;
	}

	private static @Nullable StaticKey pinned(TrustPolicy policy, UUID agent) {
		StaticKey pinned = policy.pinnedAgents().get(agent);
		if (pinned != null) {
			return pinned;
		}
		for (StaticKey key : policy.pinnedKeys()) {
			if (!policy.pinnedAgents().containsValue(key) && key.derivedAgentId().equals(agent)) {
				return key;
			}
		}
		return null;
	}

	/**
	 * How far a time of sealing is away from ours: positive where it is past, negative
	 * where it is to come. {@link Long#MAX_VALUE} where it was before this transport
	 * began, which remembers nothing of what was taken then.
	 */
	long ageMillis(long sentAtMillis) {
		if (Long.compareUnsigned(sentAtMillis, Long.MAX_VALUE) > 0) {
			return Long.MIN_VALUE + 1;
		}
		return (sentAtMillis < this.startedMillis) ? Long.MAX_VALUE : this.wallMillis.getAsLong() - sentAtMillis;
	}

	long maxAgeMillis() {
		return this.config.maxAge().toMillis();
	}

	long maxAheadMillis() {
		return this.config.maxAhead().toMillis();
	}

	/** Remembers a message that opened. */
	Taking take(long uniqueId) {
		synchronized (this.taken) {
			long now = this.nanos.getAsLong();
			if (this.taken.contains(now, uniqueId)) {
				return Taking.REPLAYED;
			}
			if (this.taken.isFull(now)) {
				return Taking.FULL;
			}
			this.taken.add(now, uniqueId);
			return Taking.TAKEN;
		}
	}

	int replayEntries() {
		return this.config.replayEntries();
	}

	/** The first four bytes of a key's fingerprint as a little-endian number. */
	private static int keyId(StaticKey key) {
		int from = "sha256:".length();
		return Integer.reverseBytes(HexFormat.fromHexDigits(key.fingerprint(), from, from + 8));
	}

	/** What became of a message that opened. */
	enum Taking {

		/** It is the first of its kind. */
		TAKEN,
		/** It was there before. */
		REPLAYED,
		/** Nobody could tell the next time. */
		FULL

	}

	/**
	 * Sealed data.
	 *
	 * @param flags what the receiver has to undo
	 * @param bytes what stands in the message in place of its data
	 * @param answers opens the answer to it
	 * @param recipient the agent that it is sealed for; null for an answer
	 * @param fingerprint the key that it is sealed for; empty for an answer
	 */
	record SealedData(int flags, byte[] bytes, AnswerBox answers, @Nullable UUID recipient, String fingerprint) {
	}

}
