package org.anomalyflow.tensorfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafeTensorsTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource(TensorType.class)
	void everyTypeComesBackBitByBit(final TensorType type) throws IOException {
		final byte[] bytes = new byte[6 * type.bytes()];
		new Random(7).nextBytes(bytes);
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put("b", new HostTensor(type, new long[]{ 2, 3 }, ByteBuffer.wrap(bytes)));
		tensors.put("a.scalar", new HostTensor(type, new long[0], ByteBuffer.wrap(bytes, 0, type.bytes())));
		tensors.put("c.empty", new HostTensor(type, new long[]{ 0, 5 }, ByteBuffer.allocate(0)));
		final Path file = folder.resolve("all.safetensors");
		final SafeTensorsWriter writer = new SafeTensorsWriter(tensors, Map.of("größe", "5 µm"));
		try (OutputStream out = Files.newOutputStream(file)) {
			writer.write(out);
		}
		assertEquals(writer.length(), Files.size(file));
		try (SafeTensors read = SafeTensors.open(file)) {
			assertEquals(tensors.keySet(), read.names());
			assertEquals(Map.of("größe", "5 µm"), read.metadata());
			assertEquals(type, read.type("b"));
			assertArrayEquals(new long[]{ 2, 3 }, read.shape("b"));
			assertEquals(ByteBuffer.wrap(bytes), read.tensor("b").bytes());
			assertEquals(1, read.tensor("a.scalar").size());
			assertEquals(0, read.tensor("c.empty").size());
		}
	}

	@Test
	void valuesAreConvertedExactly() {
		final ByteBuffer halves = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
		for (final int bits : new int[]{ 0x3C00, 0xC000, 0x0001, 0x7C00, 0x8000, 0x7BFF })
			halves.putShort((short) bits);
		final float[] expected = { 1, -2, 0x1p-24f, Float.POSITIVE_INFINITY, -0f, 65504 };
		assertArrayEquals(expected, new HostTensor(TensorType.F16, new long[]{ 6 }, halves.flip()).toFloats());
		final ByteBuffer brain = ByteBuffer.wrap(new byte[]{ (byte) 0x80, 0x3F, 0x20, (byte) 0xC0 });
		assertArrayEquals(new float[]{ 1, -2.5f }, new HostTensor(TensorType.BF16, new long[]{ 2 }, brain).toFloats());
		final ByteBuffer unsigned = ByteBuffer.wrap(new byte[]{ -1, 1 });
		assertArrayEquals(new long[]{ 255, 1 }, new HostTensor(TensorType.U8, new long[]{ 2 }, unsigned).toLongs());
	}

	@Test
	void theSameFormatLiesInsideAnotherFile() throws IOException {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>(Map.of("x", HostTensor.of(new float[]{ 1, 2 }, 2)));
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(new byte[100]);
		new SafeTensorsWriter(tensors, Map.of()).write(bytes);
		bytes.write(new byte[50]);
		final Path file = Files.write(folder.resolve("inside"), bytes.toByteArray());
		try (SafeTensors read = SafeTensors.open(file, 100, bytes.size() - 150L)) {
			assertArrayEquals(new float[]{ 1, 2 }, read.floats("x"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
		"{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | overlap",
		"{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}} | gap",
		"{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},'a':{'dtype':'F32','shape':[0],'data_offsets':[12,12]}} | listed twice",
		"{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,12]}} | needs 16 bytes",
		"{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | need 16 bytes of data, the file has 12",
		"{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | need 8 bytes of data, the file has 12",
		"{'a':{'dtype':'F32','shape':[3],'data_offsets':[-4,8]}} | tensor a: data_offsets[0] is -4",
		"{'a':{'dtype':'F32','shape':[3],'data_offsets':[12,0]}} | data_offsets [12, 0] give -12",
		"{'a':{'dtype':'F32','shape':[-3],'data_offsets':[0,12]}} | tensor a: shape[0] is -3; it must be a whole number from 0",
		"{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,12]}} | more elements than",
		"{'a':{'dtype':'F32','shape':[4611686018427387904],'data_offsets':[0,12]}} | more bytes than",
		"{'a':{'dtype':'F32','shape':[1000000000],'data_offsets':[0,4000000000]}} | are supported",
		"{'a':{'dtype':'C64','shape':[1],'data_offsets':[0,12]}} | tensor a: dtype is the text \"C64\"; it must be one of F64, F32",
		"{'a':{'dtype':'F32','shape':[3]}} | tensor a: data_offsets is missing; it must be a list of 2",
		"{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,4,12]}} | data_offsets is a list of 3; it must be a list of 2",
		"{'a':{'dtype':'F32','shape':[3.5],'data_offsets':[0,12]}} | shape[0] is 3.5",
		"{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} {} | not a valid safetensors file",
		"{'__metadata__':{'k':'1','k':'2'},'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | listed twice",
		"[1,2] | it is no JSON object", "{'a': | it is not valid JSON at $.a", "{'a':[]} | tensor a must be an object",
		"{'__metadata__':[]} | __metadata__ must be an object of texts", "{'__metadata__':{'a':1}} | __metadata__ must be an object of texts",
		"{'a':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ | more than 32 deep" })
	void falseHeadersAreRefused(final String header, final String reason) throws IOException {
		final byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
		assertRefused(file(json.length, json, new byte[12]), reason);
	}

	@ParameterizedTest
	@CsvSource({ "10000000000", "-1", "0", "1", "100000001", "9223372036854775807", "41" })
	void falseHeaderLengthsAreRefusedBeforeMemoryIsTaken(final long claimed) throws IOException {
		assertRefused(file(claimed, new byte[40], new byte[0]), "its header claims " + Long.toUnsignedString(claimed));
	}

	@Test
	void aHeaderAboveTheLimitIsRefusedEvenIfTheFileIsLarge() throws IOException {
		final Path file = folder.resolve("sparse.safetensors");
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(20_000_000_000L);
			sparse.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(10_000_000_000L).array());
		}
		assertRefused(file, "allowed are 2 to 100000000");
	}

	@Test
	void everyTruncationIsRefused() throws IOException {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>(Map.of("x", HostTensor.of(new long[]{ 1, 2 }, 2)));
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new SafeTensorsWriter(tensors, Map.of()).write(bytes);
		for (int length = 0; length < bytes.size(); length++) {
			final byte[] part = java.util.Arrays.copyOf(bytes.toByteArray(), length);
			assertRefused(Files.write(folder.resolve("cut"), part), "safetensors file");
		}
	}

	@Test
	void garbageIsRefused() throws IOException {
		final Random random = new Random(42);
		for (int i = 0; i < 200; i++) {
			final byte[] garbage = new byte[random.nextInt(200)];
			random.nextBytes(garbage);
			if (garbage.length > 16 && i % 2 == 0)
				ByteBuffer.wrap(garbage).order(ByteOrder.LITTLE_ENDIAN).putLong(0, garbage.length - 8L);
			assertRefused(Files.write(folder.resolve("garbage"), garbage), "safetensors file");
		}
	}

	@Test
	void anUnknownNameAndAMissingFileAreNamed() throws IOException {
		final byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
		try (SafeTensors empty = SafeTensors.open(file(2, json, new byte[0]))) {
			final String message = assertThrows(AnomalyFlowException.class, () -> empty.tensor("conv1.weight")).getMessage();
			assertTrue(message.contains("conv1.weight"), message);
		}
		assertThrows(AnomalyFlowException.class, () -> SafeTensors.open(folder.resolve("absent.safetensors")));
	}

	private Path file(final long claimedLength, final byte[] header, final byte[] data) throws IOException {
		final ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putLong(claimedLength).put(header).put(data);
		return Files.write(folder.resolve("test.safetensors"), bytes.array());
	}

	private static void assertRefused(final Path file, final String reason) {
		final String message = assertThrows(AnomalyFlowException.class, () -> SafeTensors.open(file)).getMessage();
		assertTrue(message.contains(reason), message);
		assertTrue(message.contains(file.toString()), message);
	}
}
