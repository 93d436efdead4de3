/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.SocketConfig.Driver;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What a 64-byte message costs in allocated bytes, from the sender's call to the
 * receiver's handler over real sockets. What is left belongs to a packet and not to a
 * message: the JDK's AEAD allocates 1.0 to 2.4 KB for each packet that it seals or opens
 * (measured in the design's facts), the socket's driver a little for each datagram.
 */
class MessageAllocationTests {

	private static final Logger figures = (Logger) LoggerFactory.getLogger("figures.allocation");

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int MESSAGES = 200_000;

	private static final long MOST_BYTES_FOR_AN_AEAD = 3_000;

	private static final byte[] PAYLOAD = TransportPair.content(64, 64);

	@ParameterizedTest
	@CsvSource({ "NIO, AES_256_GCM_SHA256", "EPOLL, AES_256_GCM_SHA256", "EPOLL, CHACHA20_POLY1305_SHA256" })
	void aMessageAllocatesNothingAndAPacketLittle(Driver driver, CipherSuite suite) throws GeneralSecurityException {
		assumeThat(driver == Driver.NIO || Epoll.isAvailable()).as("the native library of epoll is there").isTrue();
		Counting counting = new Counting();
		try (TransportPair pair = TransportPair.with(counting)
			.both((config) -> config.withSocket(config.socket().withDriver(driver))
				.withHandshake(config.handshake().withSuites(List.of(suite))))
			.start()) {
			MxpConnection connection = pair.connect();
			send(connection, counting, MESSAGES);
			Threads threads = Threads.of(pair);
			Allocated before = threads.allocated();
			ConnectionStatistics sentBefore = Await.result(connection.statistics());
			send(connection, counting, MESSAGES);
			Allocated allocated = threads.allocated().minus(before);
			ConnectionStatistics sent = Await.result(connection.statistics());
			long packets = sent.packetsSent() - sentBefore.packetsSent();
			long answers = sent.packetsReceived() - sentBefore.packetsReceived();
			long loops = allocated.clientLoop + allocated.serverLoop;
			long own = (loops - (packets + answers) * aeadBytes(suite)) / packets;
			figures.setLevel(Level.INFO);
			figures.info("{} {}: {} messages in {} packets, {} packets back; bytes {}; a packet without its AEAD: {}",
					driver, suite, MESSAGES, packets, answers, allocated.perPacket(packets), own);
			assertThat(allocated.sender).isLessThan(MESSAGES);
			assertThat(allocated.delivery).isLessThan(MESSAGES);
			// The JDK's channels allocate for every datagram, on JDK 25 more than on 17.
			assertThat(own).as("bytes of both loops for a packet, those of the AEAD aside")
				.isLessThan((driver == Driver.NIO) ? 800 : 600);
			assertThat(loops / packets).isLessThan(2 * MOST_BYTES_FOR_AN_AEAD);
		}
	}

	/** What the JDK itself allocates to seal a packet and to open it. */
	private static long aeadBytes(CipherSuite suite) throws GeneralSecurityException {
		boolean aes = suite == CipherSuite.AES_256_GCM_SHA256;
		Cipher sealing = Cipher.getInstance(aes ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
		Cipher opening = Cipher.getInstance(aes ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
		SecretKeySpec key = new SecretKeySpec(new byte[32], aes ? "AES" : "ChaCha20");
		byte[] nonce = new byte[12];
		byte[] packet = new byte[1_200];
		long before = 0;
		int rounds = 20_000;
		for (int i = 0; i < 2 * rounds; i++) {
			if (i == rounds) {
				before = THREADS.getCurrentThreadAllocatedBytes();
			}
			nonce[0] = (byte) i;
			nonce[1] = (byte) (i >> 8);
			AlgorithmParameterSpec parameters = aes ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce);
			sealing.init(Cipher.ENCRYPT_MODE, key, parameters);
			sealing.updateAAD(packet, 0, 32);
			sealing.doFinal(packet, 32, 1_152, packet, 32);
			opening.init(Cipher.DECRYPT_MODE, key, parameters);
			opening.updateAAD(packet, 0, 32);
			opening.doFinal(packet, 32, 1_168, packet, 32);
		}
		return (THREADS.getCurrentThreadAllocatedBytes() - before) / rounds;
	}

	private static void send(MxpConnection connection, Counting counting, int messages) {
		long target = counting.received.get() + messages;
		for (int i = 0; i < messages; i++) {
			while (!connection.send(MessageType.AGENT_HEARTBEAT, 0, PAYLOAD, 0, PAYLOAD.length)) {
				Thread.onSpinWait();
			}
		}
		Await.until("all messages have arrived", () -> counting.received.get() == target);
		Await.result(connection.whenWritable(PriorityBand.CONTROL));
	}

	/** Looks at the payload as an application would that allocates nothing itself. */
	private static final class Counting implements MessageHandler {

		private final AtomicLong received = new AtomicLong();

		@Override
		public void onMessage(InboundMessage message) {
			this.received.lazySet(this.received.get() + 1);
		}

	}

	/** The threads that a message passes. */
	private record Threads(long clientLoop, long serverLoop, long delivery, long sender) {

		static Threads of(TransportPair pair) {
			EventLoop client = pair.client().loops().get(0);
			EventLoop server = pair.server().loops().get(0);
			return new Threads(idOf(client::execute), idOf(server::execute),
					idOf(server.listener().delivery()::execute), Thread.currentThread().getId());
		}

		private static long idOf(Executor executor) {
			return Await.result(CompletableFuture.supplyAsync(() -> Thread.currentThread().getId(), executor));
		}

		Allocated allocated() {
			return new Allocated(of(this.clientLoop), of(this.serverLoop), of(this.delivery), of(this.sender));
		}

		private static long of(long thread) {
			return THREADS.getThreadAllocatedBytes(thread);
		}

	}

	private record Allocated(long clientLoop, long serverLoop, long delivery, long sender) {

		Allocated minus(Allocated before) {
			return new Allocated(this.clientLoop - before.clientLoop, this.serverLoop - before.serverLoop,
					this.delivery - before.delivery, this.sender - before.sender);
		}

		String perPacket(long packets) {
			return String.format(Locale.ROOT,
					"a packet: sending loop %d, receiving loop %d, delivery %d; a message: sender %.2f, delivery %.2f, all %.1f",
					this.clientLoop / packets, this.serverLoop / packets, this.delivery / packets,
					(double) this.sender / MESSAGES, (double) this.delivery / MESSAGES,
					(double) (this.clientLoop + this.serverLoop + this.delivery + this.sender) / MESSAGES);
		}

	}

}
