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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.E2eConfig;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Reply;
import io.mxp.transport.Responder;
import io.mxp.transport.SendRequest;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;

/**
 * A sender, a relay and a recipient on loopback. Each connection is between neighbours;
 * sender and recipient know each other's keys and never talk to each other directly.
 */
final class ThreeAgents implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final AgentIdentity alice = MxpIdentities.generate("alice");

	private final AgentIdentity bob = MxpIdentities.generate("bob");

	private final AgentIdentity carol = MxpIdentities.generate("carol");

	private final Relay relay = new Relay();

	private final MxpTransportEngine recipient;

	private final MxpTransportEngine middle;

	private final MxpTransportEngine sender;

	private final MxpConnection toRelay;

	private ThreeAgents(MessageHandler handler, BiFunction<E2eConfig, UUID, E2eConfig> rules) {
		TransportConfig listening = TransportConfig.bind("127.0.0.1", 0);
		this.recipient = MxpTransportEngine.start(
				with(listening, (config) -> rules.apply(config, this.alice.agentId())), this.bob,
				trust(this.carol, this.alice), handler);
		this.middle = MxpTransportEngine.start(with(listening, (config) -> config.withRelay(true)), this.carol,
				trust(this.alice, this.bob), this.relay);
		this.sender = MxpTransportEngine.start(listening.withServer(ServerConfig.defaults().withAccept(false)),
				this.alice, trust(this.carol, this.bob), new Inbox());
		this.relay.onward = Await.result(this.middle.connect(ConnectRequest.to(TransportPair.address(this.recipient))));
		this.toRelay = Await.result(this.sender.connect(ConnectRequest.to(TransportPair.address(this.middle))));
	}

	static ThreeAgents start(MessageHandler recipient) {
		return start(recipient, (rules, alice) -> rules);
	}

	/**
	 * @param rulesOfRecipient its rules, given the defaults and the sender's id
	 */
	static ThreeAgents start(MessageHandler recipient, BiFunction<E2eConfig, UUID, E2eConfig> rulesOfRecipient) {
		return new ThreeAgents(recipient, rulesOfRecipient);
	}

	private static TransportConfig with(TransportConfig config, UnaryOperator<E2eConfig> rules) {
		return config.withMessage(config.message().withE2e(rules.apply(config.message().e2e())));
	}

	private static TrustPolicy trust(AgentIdentity one, AgentIdentity other) {
		return TrustPolicy.builder()
			.pinAgent(one.agentId(), one.staticKey())
			.pinAgent(other.agentId(), other.staticKey())
			.build();
	}

	/** The sender's connection, which ends at the relay. */
	MxpConnection toRelay() {
		return this.toRelay;
	}

	Relay relay() {
		return this.relay;
	}

	AgentIdentity alice() {
		return this.alice;
	}

	UUID bobId() {
		return this.bob.agentId();
	}

	UUID carolId() {
		return this.carol.agentId();
	}

	/** A call of the sender that only the recipient can read. */
	CompletableFuture<Reply> call(String text) {
		return this.toRelay.call(CallRequest.of("tides.low", Inbox.bytes(text)).encryptFor(bobId()));
	}

	@Override
	public void close() {
		this.sender.close();
		this.middle.close();
		this.recipient.close();
	}

	/**
	 * Passes on what is sealed for others, and writes down all that it can see. Tests
	 * make it dishonest.
	 */
	static final class Relay implements MessageHandler {

		private final List<byte[]> seen = new CopyOnWriteArrayList<>();

		private final List<CallRequest> passed = new CopyOnWriteArrayList<>();

		private volatile UnaryOperator<CallRequest> change = UnaryOperator.identity();

		private volatile UnaryOperator<Reply> changeAnswer = UnaryOperator.identity();

		private volatile MxpConnection onward;

		@SuppressWarnings("NullAway.Init") // connected before anything is sent to it
		private Relay() {
		}

		void changing(UnaryOperator<CallRequest> how) {
			this.change = how;
		}

		void changingAnswers(UnaryOperator<Reply> how) {
			this.changeAnswer = how;
		}

		/** The calls that it sent on. */
		List<CallRequest> passed() {
			return this.passed;
		}

		MxpConnection onward() {
			return this.onward;
		}

		/** Whether a text was among what it could read. */
		boolean hasRead(String text) {
			return this.seen.stream()
				.anyMatch((bytes) -> new String(bytes, StandardCharsets.ISO_8859_1).contains(text));
		}

		@Override
		public void onMessage(InboundMessage message) {
			this.seen.add(message.copyPayload());
			this.seen.add(message.metadata().toString().getBytes(StandardCharsets.ISO_8859_1));
			if (message.type() == MessageType.EVENT) {
				this.onward.send(SendRequest.relaying(message));
				return;
			}
			Responder responder = message.responder();
			CallRequest call = this.change.apply(CallRequest.relaying(message, TIMEOUT));
			this.passed.add(call);
			this.onward.call(call).whenComplete((answer, failure) -> pass(responder, answer, failure));
		}

		private void pass(Responder responder, Reply answer, Throwable failure) {
			if (failure instanceof TransportException refused) {
				responder.fail(refused.code(), "passed on");
			}
			else if (failure != null) {
				responder.fail(ErrorCode.INTERNAL, "");
			}
			else {
				this.seen.add(answer.bytes());
				Reply changed = this.changeAnswer.apply(answer);
				boolean done = (changed.seal() != null) ? responder.relay(changed)
						: responder.reply(changed.metadata(), changed.payload());
				if (!done) {
					throw new IllegalStateException("the answer was not passed on");
				}
			}
		}

	}

	/** A changed copy of sealed bytes. */
	static ByteBuffer flipped(ByteBuffer bytes, int index) {
		byte[] copy = new byte[bytes.remaining()];
		bytes.duplicate().get(copy);
		copy[(index + copy.length) % copy.length] ^= 1;
		return ByteBuffer.wrap(copy);
	}

}
